"""Records of an older form made records of the present one."""
