hansa_test(property_scheduling LABEL property
  SOURCES scheduling_site_pool_test.cc
  DEPS hansa_coordinator_core)
