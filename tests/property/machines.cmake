# Both machines under one seed, with real cryptography: a network that loses, repeats and reorders; processes that crash.
hansa_test(property_machines LABEL property TIMEOUT 900
  SOURCES machines_fleet_test.cc
  DEPS hansa_simulation_support hansa_simulation hansa_base)
