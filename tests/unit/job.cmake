hansa_test(unit_job LABEL unit
  SOURCES job_check_aggregation_test.cc job_check_cohort_test.cc job_check_data_test.cc job_check_groups_test.cc job_check_local_test.cc job_check_model_test.cc
          job_check_network_test.cc
          job_check_rounds_test.cc job_check_script_test.cc job_check_selection_test.cc job_check_statistics_test.cc job_check_stop_test.cc job_check_window_test.cc
          job_normalised_job_test.cc job_parse_job_test.cc job_requires_test.cc job_statistics_segments_test.cc job_task_segments_test.cc
  DEPS hansa_job)
