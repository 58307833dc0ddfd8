import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperModel

/// What a mint answers to a request at its routes, without a server.
struct MintAnswering {
  let mint: Mint
  let now: Timestamp

  func reply(to request: Request) async throws -> ReceivedReply {
    do {
      return ReceivedReply(
        status: 200, contentType: "application/json", headers: [:], body: try await body(request))
    } catch let refusal as Refusal {
      let problem = Reply.problem(refusal, status: 400)
      guard case .bytes(let bytes) = problem.body else { preconditionFailure("problems are bytes") }
      return ReceivedReply(status: 400, contentType: problem.contentType, headers: [:], body: bytes)
    } catch {
      return ReceivedReply(status: 500, contentType: "text/plain", headers: [:], body: [])
    }
  }

  /// The mint's list with the word of an auditor whom everybody here knows.
  private var audited: AuditedKeyList {
    get throws {
      let list = mint.keys.list
      let word = MintKeysAudit(
        auditor: TestMint.auditor.publicKey, address: try Address("http://127.0.0.1:2"), mint: list.content.mint,
        number: list.content.number, list: list.digest, issued: list.content.issued)
      return AuditedKeyList(list: list.signed, audit: try SignedStatement(word, signedBy: [TestMint.auditor]))
    }
  }

  private func body(_ request: Request) async throws -> [UInt8] {
    switch request.path {
    case "/keys": return try audited.canonicalBytes
    case let path where path.hasPrefix("/mints/"): return try audited.canonicalBytes
    case "/operations":
      return try await mint.perform(SignedStatement(bytes: request.body), now: now).canonicalBytes
    case "/restore":
      return try await mint.restore(RestoreRequest(json: CanonicalJSON.parse(request.body))).canonicalBytes
    case "/accounts":
      return try await mint.bank.open(SignedStatement(bytes: request.body), now: now).canonicalBytes
    case "/accounts/query":
      return try await mint.bank.state(SignedStatement(bytes: request.body), now: now).canonicalBytes
    case let path where path.hasPrefix("/locks/"):
      let exchange = try Digest(bytes: Base64URL.decode(String(path.dropFirst("/locks/".count))))
      return try await mint.locks(for: exchange).canonicalBytes
    case _: throw Refusal(.notFound, blame: .peer, "nothing here")
    }
  }
}
