hansa_test(unit_registry LABEL unit
  SOURCES registry_model_store_test.cc registry_script_store_test.cc
  DEPS hansa_coordinator_registry hansa_identity)
