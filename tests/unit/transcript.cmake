hansa_test(unit_transcript LABEL unit
  SOURCES transcript_chain_test.cc transcript_changed_test.cc transcript_check_test.cc transcript_lies_test.cc transcript_own_entries_test.cc
  DEPS hansa_recorded_session TIMEOUT 600)
hansa_test(unit_transcript_folder LABEL unit
  SOURCES transcript_folder_test.cc
  DEPS hansa_coordinator_state hansa_recorded_session)
hansa_test(unit_culprit LABEL unit
  SOURCES culprit_evidence_test.cc culprit_framing_test.cc
  DEPS hansa_culprit_session TIMEOUT 600)
hansa_test(unit_culprit_folder LABEL unit
  SOURCES culprit_folder_test.cc
  DEPS hansa_coordinator_state hansa_culprit_session)
