hansa_test(unit_config LABEL unit
  SOURCES config_parse_toml_test.cc config_units_test.cc
  DEPS hansa_config)
