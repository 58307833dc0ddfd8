import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperModel

/// The way to a mint in the same process, over bytes.
struct NearTransport: Transport {
  static let auditor = SigningKey()
  let mint: @Sendable () -> (Mint?, Timestamp)

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    do {
      return ReceivedReply(status: 200, contentType: "application/json", headers: [:], body: try await answer(request))
    } catch let refusal as Refusal {
      let problem = Reply.problem(refusal, status: 400)
      guard case .bytes(let bytes) = problem.body else { preconditionFailure("problems are bytes") }
      return ReceivedReply(status: 400, contentType: problem.contentType, headers: [:], body: bytes)
    } catch {
      throw TransportError(.interrupted, "the mint gives no answer")
    }
  }

  private func answer(_ request: Request) async throws -> [UInt8] {
    let (mint, now) = mint()
    guard let mint else { throw TransportError(.interrupted, "the mint does not run") }
    switch request.path {
    case "/keys": return try Self.audited(mint.keys.list).canonicalBytes
    case let path where path.hasPrefix("/mints/"): return try Self.audited(mint.keys.list).canonicalBytes
    case "/operations": return try await mint.perform(SignedStatement(bytes: request.body), now: now).canonicalBytes
    case _: throw Refusal(.notFound, blame: .peer, "nothing here")
    }
  }

  private static func audited(_ list: VerifiedStatement<MintKeyList>) throws -> AuditedKeyList {
    let word = MintKeysAudit(
      auditor: auditor.publicKey, address: try Address("http://127.0.0.1:2"), mint: list.content.mint,
      number: list.content.number, list: list.digest, issued: list.content.issued)
    return AuditedKeyList(list: list.signed, audit: try SignedStatement(word, signedBy: [auditor]))
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    throw TransportError(.malformed, "a mint streams nothing")
  }
}
