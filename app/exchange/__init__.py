"""资源信息共享: what other systems may read, by tokens that one person makes and another approves."""
