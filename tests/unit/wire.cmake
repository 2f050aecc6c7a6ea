hansa_test(wire_test LABEL unit SOURCES wire_to_coordinator_test.cc wire_to_site_test.cc DEPS hansa_wire hansa_crypto)
