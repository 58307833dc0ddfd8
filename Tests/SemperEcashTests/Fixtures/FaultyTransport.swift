import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import Synchronization

/// The way to a mint in the same process, over bytes, with faults where a test wants them.
final class FaultyTransport: Transport {
  enum Fault: CaseIterable, Sendable { case requestLost, answerLost, duplicated }

  private let host: MintHost
  private let faults: Mutex<[Int: Fault]>
  private let sent = Mutex(0)
  /// What the mint gives this wallet, and what its auditor shows everybody, in place of the host's own list.
  let given = Mutex<AuditedKeyList?>(nil)
  let shown = Mutex<AuditedKeyList?>(nil)

  /// - Parameter faults: by the number of the request, from 0.
  init(_ host: MintHost, faults: [Int: Fault] = [:]) {
    self.host = host
    self.faults = Mutex(faults)
  }

  var requests: Int { sent.withLock { $0 } }
  func setFault(_ fault: Fault?, at number: Int) { faults.withLock { $0[number] = fault } }

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    // The auditor is somebody else, whom these faults spare.
    if request.path.hasPrefix("/mints/") {
      return reply(try (shown.withLock(\.self) ?? host.published()).canonicalBytes)
    }
    let number = sent.withLock { sent in
      defer { sent += 1 }
      return sent
    }
    let lost = TransportError(.interrupted, "the line was cut")
    switch faults.withLock({ $0[number] }) {
    case nil: return try await answer(request)
    case .requestLost: throw lost
    case .answerLost:
      _ = try await answer(request)
      throw lost
    case .duplicated:
      _ = try await answer(request)
      return try await answer(request)
    }
  }

  private func answer(_ request: Request) async throws -> ReceivedReply {
    do {
      return reply(try await body(request))
    } catch let refusal as Refusal {
      let problem = Reply.problem(refusal, status: 400)
      guard case .bytes(let bytes) = problem.body else { preconditionFailure("problems are bytes") }
      return ReceivedReply(status: 400, contentType: problem.contentType, headers: [:], body: bytes)
    } catch {
      return ReceivedReply(status: 500, contentType: "text/plain", headers: [:], body: [])
    }
  }

  private func body(_ request: Request) async throws -> [UInt8] {
    let now = host.clock.now()
    switch request.path {
    case "/keys": return try (given.withLock(\.self) ?? host.published()).canonicalBytes
    case "/operations":
      return try await host.mint.perform(SignedStatement(bytes: request.body), now: now).canonicalBytes
    case "/restore":
      return try await host.mint.restore(RestoreRequest(json: CanonicalJSON.parse(request.body))).canonicalBytes
    case "/accounts":
      return try await host.mint.bank.open(SignedStatement(bytes: request.body), now: now).canonicalBytes
    case "/accounts/query":
      return try await host.mint.bank.state(SignedStatement(bytes: request.body), now: now).canonicalBytes
    case let path where path.hasPrefix("/locks/"):
      let exchange = try Digest(bytes: Base64URL.decode(String(path.dropFirst("/locks/".count))))
      return try await host.mint.locks(for: exchange).canonicalBytes
    case _: throw Refusal(.notFound, blame: .peer, "nothing here")
    }
  }

  private func reply(_ body: [UInt8]) -> ReceivedReply {
    ReceivedReply(status: 200, contentType: "application/json", headers: [:], body: body)
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    throw TransportError(.malformed, "a mint streams nothing")
  }
}
