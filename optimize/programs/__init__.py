"""Linear and mixed-integer programs for HiGHS."""
