import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// What a merchant asks beside the payments themselves.
extension Gateway {
  /// PCertReq → PCertRes.
  func certificates(_ message: Signed<PCertReqData>, _ request: Request) throws -> SETMessage {
    let merchant = try configuration.trust.signer(of: message.data, .merchant, at: request.now)
    let content = try message.content(by: merchant)
    try GatewayChecks.merchant(content.tags, merchant)
    try request.wrapper.requireTags(content.tags)
    guard content.brands.contains(configuration.trust.brand) else {
      throw SETRefusal(.certificateBrand, "this gateway is of the brand \(configuration.trust.brand)")
    }
    let data = PCertResData(tags: content.tags, certificates: [Thumb(of: configuration.transport.certificate)])
    return .pCertRes(
      try Signed(
        data, by: configuration.identity,
        carrying: [configuration.transport.certificate] + configuration.transport.issuers))
  }

  /// BatchAdminReq → BatchAdminRes.
  func batch(_ message: Sealed<BatchAdminReqData>, _ request: Request) async throws -> SETMessage {
    let opened = try open(message, at: request.now)
    let content = opened.content
    try GatewayChecks.merchant(content.tags, opened.merchant)
    try request.wrapper.requireTags(content.tags)
    guard content.operation != .purge else { throw SETRefusal(.supported, "a batch is not purged here") }
    let currency = configuration.currency
    let decisions = try await decide(request) { books in
      let batches = GatewayBatches(
        transaction: books.transaction, merchant: content.tags.merchant, currency: currency)
      var number = try content.batch ?? batches.open()
      if content.operation == .close {
        guard try number == batches.open() else { throw SETRefusal(.batch, "only the open batch is closed") }
        number = try batches.close()
      }
      return [
        GatewayDecision(
          code: 0, amount: CurrencyAmount(.zero(currency)), isCaptured: false, batch: number, isOutcome: false)
      ]
    }
    let number = decisions[0].batch ?? 0
    let found = try await records.transact { transaction in
      try GatewayBatches(transaction: transaction, merchant: content.tags.merchant, currency: currency).record(number)
    }
    guard let found else { throw SETRefusal(.batch, "there is no such batch") }
    let data = BatchAdminResData(
      tags: content.tags, batch: number, isOpen: found.isOpen, totals: found.totals,
      agrees: content.totals.map { $0 == found.totals } ?? true)
    return .batchAdminRes(try Sealed(data, from: configuration.identity, to: opened.answers))
  }

  /// Our own certificate for what we seal to ourselves.
  func ourselves(_ now: Timestamp) throws(SETRefusal) -> SETCertificate {
    try configuration.trust.certificate(
      configuration.transport.certificate, among: configuration.transport.issuers, .gateway, .transport, at: now)
  }

  /// What an issuer gives an approval: six digits that follow from the request.
  func approvalCode(_ request: RRPID) throws(CodingError) -> ApprovalCode {
    let number = request.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } % 1_000_000
    let text = String(number)
    return try ApprovalCode(String(repeating: "0", count: 6 - text.count) + text)
  }
}
