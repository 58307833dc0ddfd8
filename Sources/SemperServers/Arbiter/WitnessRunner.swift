public import Logging
import SemperArchive
import SemperArchiveSQLite
public import SemperCommerce
public import SemperCommunication
import SemperCommunicationHTTP
public import SemperCryptography
public import SemperEngine
public import SemperExchange
public import SemperModel

/// A witness of one arbiter's log: its own key and memory in a home of its own, and a round now and then.
public struct WitnessRunner: Sendable {
  private let home: RoleHome
  private let transport: any Transport
  private let time: any TimeSource
  private let trust: TrustList?
  private let witness: LogWitness

  /// Opens the witness's home, making it at the first time.
  ///
  /// - Parameter trust: with it, the arbiter is believed only when a trusted authority certifies it.
  public init(
    home path: String, transport: any Transport, trust: TrustList? = nil, time: any TimeSource = SystemTime()
  ) async throws {
    home = try RoleHome(at: path)
    self.transport = transport
    self.trust = trust
    self.time = time
    witness = LogWitness(records: home.home.archive.records, key: try await home.signingKey())
  }

  public func close() throws { try home.close() }

  /// What the arbiter is to be started with.
  public var key: Thumbprint { witness.publicKey.thumbprint }

  /// What convicts a log that was found out: what was cosigned of it, and the checkpoint that does not extend that. `nil` for a log
  /// that has only grown.
  public func conviction(at address: Address) async throws -> (seen: WitnessedCheckpoint, shown: SignedStatement)? {
    let role = try await ArbiterLogClient(transport: transport, address: address).description()
    let log = try VerifiedStatement<RoleDescription>(verifying: role, keys: KeySet()).content.key.thumbprint
    guard let seen = try await witness.last(of: log), let shown = try await witness.contradiction(of: log) else {
      return nil
    }
    return (seen, shown)
  }

  /// Looks at the log once. Refuses with `proofInvalid` one that does not extend what was seen.
  public func round(at address: Address) async throws -> LogHead {
    let client = ArbiterLogClient(transport: transport, address: address)
    let now = await time.now()
    let description = try await client.identity(trust: trust, at: now)
    let made = try await client.bring(before: witness, of: description.key, at: now)
    return try made.verified(log: description.key).0.head
  }

  /// Looks at the log again and again until the task is cancelled or the log is found out.
  public func run(at address: Address, every span: Span, logger: Logger) async throws {
    while true {
      do {
        let head = try await round(at: address)
        logger.notice("the log is consistent", metadata: ["size": "\(head.size)"])
      } catch let refusal as Refusal where refusal.code == .proofInvalid {
        throw refusal
      } catch let error as CancellationError {
        throw error
      } catch {
        logger.warning("the log could not be witnessed", metadata: ["error": "\(error)"])
      }
      try await time.wait(until: await time.now().advanced(by: span))
    }
  }
}
