# Both machines under one seed: a network that loses, repeats and reorders; sites that crash.
hansa_test(property_machines LABEL property
  SOURCES machines_fleet.cc machines_fleet_site.cc machines_fleet_test.cc
  DEPS hansa_machine_support hansa_secagg_loopback hansa_coordinator_core hansa_client_core hansa_identity)
