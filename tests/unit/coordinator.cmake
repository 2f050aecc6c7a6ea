hansa_test(unit_coordinator_core LABEL unit
  SOURCES coordinator_candidates_test.cc coordinator_draw_sites_test.cc coordinator_job_history_test.cc coordinator_kept_round_test.cc coordinator_lent_messages_test.cc
          coordinator_membership_test.cc coordinator_round_times_test.cc coordinator_site_hours_test.cc coordinator_site_pool_test.cc
          coordinator_split_into_groups_test.cc coordinator_stop_rule_test.cc coordinator_suspects_test.cc coordinator_task_test.cc coordinator_transfer_progress_test.cc
  DEPS hansa_coordinator_core hansa_machine_support)
hansa_test(unit_coordinator_app LABEL unit
  SOURCES coordinator_chunk_server_test.cc coordinator_connections_test.cc coordinator_event_json_test.cc coordinator_event_text_test.cc coordinator_integrity_test.cc
          coordinator_directory_requests_test.cc coordinator_job_book_test.cc coordinator_job_plan_test.cc coordinator_job_plan_text_test.cc coordinator_job_text_test.cc
          coordinator_operator_api_test.cc coordinator_operator_reply_test.cc coordinator_pause_requests_test.cc coordinator_peer_budget_test.cc
          coordinator_next_weights_test.cc coordinator_run_folder_test.cc coordinator_script_requests_test.cc coordinator_script_text_test.cc coordinator_shared_chunks_test.cc
          coordinator_site_directory_test.cc coordinator_spool_room_test.cc coordinator_spool_test.cc coordinator_spool_writer_test.cc
          coordinator_uploads_test.cc
  DEPS hansa_cli_reply hansa_cli_text hansa_coordinator_app hansa_coordinator_api hansa_machine_support hansa_identity)
hansa_test(unit_coordinator_report LABEL unit
  SOURCES coordinator_report_html_test.cc coordinator_run_report_test.cc coordinator_site_book_test.cc
  DEPS hansa_coordinator_report hansa_sample_run)
