hansa_test(property_storage LABEL property
  SOURCES storage_sweep_test.cc
  DEPS hansa_coordinator_state hansa_machine_support hansa_identity)
