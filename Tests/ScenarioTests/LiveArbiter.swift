import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting

/// An arbiter as a process of its own, and calls to it.
final class LiveArbiter {
  /// The end of an exchange as an arbiter answers it, or the refusal.
  typealias Answer = Result<Digest, Refusal>

  let program: RunningProgram
  let address: Address

  /// Starts one and waits until it answers.
  convenience init(_ arguments: [String]) throws { try self.init(Self.started(arguments)) }

  static func started(_ arguments: [String]) throws -> RunningProgram {
    try RunningProgram(["serve", "arbiter", "--port", "0"] + arguments)
  }

  /// Waits until one that was started answers.
  init(_ program: RunningProgram) throws {
    self.program = program
    address = try Address(program.address())
  }

  deinit {
    program.signal(SIGKILL)
    _ = program.end()
  }

  /// A made-up exchange before this arbiter, and the call that aborts it.
  func quarrel(over transport: HTTPClientTransport) async throws -> SignedStatement {
    let client = ArbiterLogClient(transport: transport, address: address)
    let role = try VerifiedStatement<RoleDescription>(verifying: await client.description(), keys: KeySet()).content
    guard let terms = role.arbiter else { throw CodingError(.missing, "an arbiter shows its terms") }
    return try Quarrel(before: terms, at: Timestamp(seconds: Int64(Date().timeIntervalSince1970))).abort
  }

  func call(_ call: SignedStatement, over transport: HTTPClientTransport) async throws -> Answer {
    do {
      return .success(try await ArbiterClient(transport: transport, address: address).call(call).decision.digest)
    } catch let refusal as Refusal {
      return .failure(refusal)
    }
  }

  /// `semper arbiter status`: whether it decides, and what it says to people.
  func status(_ arguments: [String] = []) throws -> SemperProgram.Run {
    try SemperProgram.run(["arbiter", "status", "\(address)"] + arguments)
  }
}
