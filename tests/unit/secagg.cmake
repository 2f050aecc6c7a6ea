hansa_test(unit_secagg LABEL unit
  SOURCES secagg_bitmap_test.cc secagg_field61_test.cc secagg_fixed_point_test.cc secagg_graph_rules_test.cc
          secagg_hypergeometric_test.cc secagg_mask_test.cc secagg_neighbour_graph_test.cc
          secagg_params_test.cc secagg_ring_test.cc secagg_session_bytes_test.cc secagg_session_graph_test.cc secagg_shamir_test.cc
          secagg_sum_range_test.cc secagg_threshold_test.cc secagg_unmask_test.cc
  DEPS hansa_secagg)
hansa_test(unit_secagg_bench LABEL unit SOURCES secagg_bench_test.cc DEPS hansa_bench_secagg)
hansa_test(unit_secagg_dropout LABEL unit SOURCES secagg_dropout_test.cc DEPS hansa_secagg_loopback TIMEOUT 300)
hansa_test(unit_secagg_fetched_input LABEL unit SOURCES secagg_fetched_input_test.cc DEPS hansa_secagg_loopback
  TIMEOUT 300)
hansa_test(unit_secagg_restart LABEL unit SOURCES secagg_restart_test.cc DEPS hansa_secagg_loopback TIMEOUT 300)
hansa_test(unit_secagg_prepared LABEL unit SOURCES secagg_prepared_test.cc DEPS hansa_secagg_loopback TIMEOUT 300)
hansa_test(unit_secagg_profiles LABEL unit SOURCES secagg_profiles_test.cc DEPS hansa_secagg_loopback TIMEOUT 300)
