hansa_test(storage_test LABEL unit
  SOURCES storage_coordinator_test.cc storage_journal_test.cc storage_kept_updates_test.cc storage_sqlite_test.cc
  DEPS hansa_client_storage hansa_coordinator_storage hansa_sqlite)
