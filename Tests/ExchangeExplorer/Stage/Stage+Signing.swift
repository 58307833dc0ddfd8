import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

extension Stage {
  /// Signs what a party's machine asks to be signed.
  func sign(_ message: ExchangeMessage, as role: ExchangeRole) throws -> SignedStatement {
    switch message {
    case .commitOriginator(let commitment): try commit(commitment, answering: nil, as: .originator)
    case .commitResponder(let commitment, let first): try commit(commitment, answering: first, as: .responder)
    case .open(let commits): try open(commits, with: secret(role), as: role)
    case .abort: try SignedStatement(AbortRequest(terms), signedBy: [cast.key(role)])
    case .resolve(let record): try resolve(record, with: secret(role), as: role)
    case .complain(let record, let secret, let path, let proof):
      try SignedStatement(
        Complaint(record: record, role: role, secret: secret, path: path, proof: proof), signedBy: [cast.key(role)])
    case .accept:
      try SignedStatement(
        AcceptRequest(exchange: terms.id, party: cast.key(role).publicKey), signedBy: [cast.key(role)])
    case .consent(let proposal):
      try SignedStatement(
        SettlementConsent(exchange: terms.id, party: cast.key(role).thumbprint, proposal: proposal),
        signedBy: [cast.key(role)])
    case .query:
      try SignedStatement(
        QueryRequest(exchange: terms.id, party: cast.key(role).publicKey, reply: cast.reply(role).publicKey),
        signedBy: [cast.key(role)])
    }
  }

  func commit(_ commitment: Commitment, answering first: Digest?, as role: ExchangeRole) throws -> SignedStatement {
    let key = cast.key(role)
    guard let first else {
      return try SignedStatement(
        CommitOriginator(exchange: terms.id, party: key.thumbprint, commitment: commitment), signedBy: [key])
    }
    return try SignedStatement(
      CommitResponder(exchange: terms.id, party: key.thumbprint, answers: first, commitment: commitment),
      signedBy: [key])
  }

  func open(_ commits: [Digest], with secret: OpeningSecret, as role: ExchangeRole) throws -> SignedStatement {
    let key = cast.key(role)
    return switch role {
    case .originator:
      try SignedStatement(
        OpenOriginator(exchange: terms.id, party: key.thumbprint, commits: commits, secret: secret),
        signedBy: [key])
    case .responder:
      try SignedStatement(
        OpenResponder(exchange: terms.id, party: key.thumbprint, commits: commits, secret: secret), signedBy: [key])
    }
  }

  func resolve(_ record: ExchangeRecord, with secret: OpeningSecret, as role: ExchangeRole) throws -> SignedStatement {
    try SignedStatement(
      ResolveRequest(record: record, role: role, secret: secret, reply: cast.reply(role).publicKey),
      signedBy: [cast.key(role)])
  }

  func record(_ first: SignedStatement, _ second: SignedStatement) -> ExchangeRecord {
    ExchangeRecord(terms: terms, items: items, commitOriginator: first, commitResponder: second)
  }
}
