import SemperModel
import SemperPayments
import Synchronization

/// A purse whose side follows a script, and which answers, fails or stays silent as a test wants it. It notes what it was asked.
final class ScriptedPurse: PaymentPurse {
  typealias Side = ScriptedSide

  enum Conduct: Sendable {
    case answers(String)
    case fails
    case silent
  }

  struct Failure: Error {}

  static let id: PurseID = {
    do { return try PurseID(bytes: Array(repeating: 9, count: PurseID.size)) } catch {
      preconditionFailure("an id of the right size")
    }
  }()

  let tasks: Set<PaymentTask.Kind> = [.withdraw]
  private let script: String
  private let conducts: [String: Conduct]
  private let noted = Mutex<[String]>([])

  /// - Parameter conducts: by the name of the inquiry; it is silent to all others.
  init(_ script: String, _ conducts: [String: Conduct]) {
    self.script = script
    self.conducts = conducts
  }

  /// The names of what it was asked, in order.
  var asked: [String] { noted.withLock { $0 } }

  var descriptor: PurseDescriptor {
    PurseDescriptor(
      id: Self.id, scheme: SchemeID("scripted", 1), paymentClass: .cashLike, brand: "brand", bank: "bank", role: .both,
      limits: PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 1_000, .euro)),
      properties: TestAgreement.properties())
  }

  func option(for request: PaymentRequest) async throws -> PaymentOption {
    throw Refusal(.notSupported, blame: .us, "it takes nothing")
  }

  func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    throw Refusal(.notSupported, blame: .us, "it pays nothing")
  }

  func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString { ByteString(Array(script.utf8)) }

  func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    noted.withLock { $0.append(inquiry.name) }
    switch conducts[inquiry.name] {
    case .answers(let text): return Array(text.utf8)
    case .fails: throw Failure()
    case .silent, nil:
      let (stream, writer) = AsyncStream<Never>.makeStream()
      for await _ in stream {}
      writer.finish()
      throw CancellationError()
    }
  }
}
