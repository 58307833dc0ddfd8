/// Where an account holder learns which other banks take part, with their keys. Whoever asks has to have judged whose keys they are.
public protocol BankList: Sendable {
  func directory() async throws -> BankDirectory
}
