public import SemperCryptography
public import SemperModel
public import SemperStatements

/// What an exchange machine asks to be done. Every action bears repetition.
public enum ExchangeAction: Hashable, Sendable {
  /// Lock our items and seal our secret to the arbiter. Answered by `locked` or `lockRefused`.
  case lock
  /// Make and sign a message. Answered by `signed`.
  case sign(ExchangeMessage)
  /// Bring a message to the peer, for as long as it takes. Answered by `delivered`.
  case send(SignedStatement)
  /// Fetch the peer's ciphertexts completely. Answered by `goodsFetched` or `goodsRefused`.
  case fetchGoods([LockedItem])
  /// Open the peer's data and compare all of it with its description. Answered by `goodsGood` or `goodsBad`.
  case checkGoods([LockedItem], OpeningSecret)
  /// Make the peer's ledger items irrevocably ours. Answered by `secured` or `securingRefused`.
  case secure([LockedItem], SecuringMeans)
  /// Take our own items back from ledgers and registries, also what the peer had claimed where that can be undone, with
  /// the arbiter's decision or, for a bond, with the peer's acceptance. Answered by `released` or `securingRefused`.
  case release([LockedItem], with: SignedStatement)
  /// Bring a call to the arbiter, not before this time. Answered by `decided` or `arbiterRefused`.
  case askArbiter(SignedStatement, notBefore: Timestamp?)
  /// Answered by `timePassed` with the same time.
  case wait(until: Timestamp)
  /// Something about settling jointly.
  case settlement(SettlementAction)
}

/// With what the peer's ledger items are secured.
public enum SecuringMeans: Hashable, Sendable {
  case opening(OpeningSecret)
  case decision(SignedStatement)
}

/// A message before it is signed.
public enum ExchangeMessage: Hashable, Sendable {
  case commitOriginator(Commitment)
  case commitResponder(Commitment, answering: Digest)
  case open(commits: [Digest])
  case abort
  case resolve(ExchangeRecord)
  case complain(ExchangeRecord, secret: OpeningSecret, path: String, ProofOfMisbehaviour)
  case accept
  case query
  /// Our consent to the peer's proposal with this digest.
  case consent(proposal: Digest)
}
