/// The names of ETSI EN 319 522 for events of registered electronic delivery, as far as certified mail has them: what a
/// court that knows registered mail may call our tokens. They are names only; nothing here makes Semper a qualified
/// service.
public enum RegisteredDeliveryEvent: String, Sendable, CaseIterable {
  case submissionAcceptance = "SubmissionAcceptance"
  case submissionRejection = "SubmissionRejection"
  /// The content was made available to the recipient.
  case contentConsignment = "ContentConsignment"
  case contentConsignmentFailure = "ContentConsignmentFailure"
  /// The recipient has got the content.
  case contentHandover = "ContentHandover"
  /// The recipient did not take the content in time.
  case acceptanceRejectionExpiry = "AcceptanceRejectionExpiry"
}
