hansa_test(property_secagg LABEL property
  SOURCES secagg_fixed_point_test.cc secagg_ring_test.cc secagg_shamir_test.cc
  DEPS hansa_secagg)
