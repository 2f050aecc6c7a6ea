hansa_test(unit_policy LABEL unit
  SOURCES policy_check_test.cc policy_hours_test.cc policy_site_config_test.cc policy_statistics_policy_test.cc
  DEPS hansa_client_policy)
hansa_test(unit_report LABEL unit SOURCES report_site_report_test.cc DEPS hansa_client_report)
