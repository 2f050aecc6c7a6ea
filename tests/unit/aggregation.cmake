hansa_test(unit_aggregation LABEL unit
  SOURCES aggregation_fedavg_test.cc aggregation_evaluation_metrics_test.cc
  DEPS hansa_coordinator_aggregation)
