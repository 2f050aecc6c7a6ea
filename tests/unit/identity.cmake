hansa_test(unit_identity LABEL unit
  SOURCES identity_authority_book_test.cc identity_coordinator_request_test.cc identity_credential_test.cc identity_directory_test.cc identity_document_test.cc identity_invitation_file_test.cc identity_invitation_test.cc
          identity_key_file_test.cc
  DEPS hansa_identity)
