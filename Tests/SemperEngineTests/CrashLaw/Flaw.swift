/// What a machine of these tests does wrong, so that the law can be seen to notice it.
enum Flaw: Sendable {
  /// It pays under a number that it has not written down first.
  case actsBeforeJournalling
  /// It does not say after a restart that the seller is still to be told.
  case forgetsAnOutstandingAction
}
