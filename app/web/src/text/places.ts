/** "九龙社区居民委员会1组" → "九龙社区1组", "木桥村村民委员会" → "木桥村": how people call these places. */
export const placeText = (name: string): string => name.replace(/(?<=社区)居民委员会|(?<=村)村民委员会/g, "");
