hansa_test(wire_test LABEL unit SOURCES wire_parse_test.cc DEPS hansa_wire hansa_crypto)
