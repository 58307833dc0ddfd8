import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A payee's account at the mint's bank as a means of receiving: payments by deposit, locks, refunds from the account.
public struct EcashPaymentTill: PaymentPurse {
  public typealias Side = EcashSide

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.receive, .refund]
  private let client: MintClient
  private let account: SigningKey
  private let till: EcashTill?
  private let time: any TimeSource

  /// - Parameters:
  ///   - account: the key of the account that gets the money; it has to be open.
  ///   - till: claims locks, where money is taken under locks too.
  public init(
    _ id: PurseID, client: MintClient, account: SigningKey, till: EcashTill?, bank: String, brand: String = "ecash",
    limits: PurseLimits, time: any TimeSource
  ) {
    self.client = client
    self.account = account
    self.till = till
    self.time = time
    descriptor = PurseDescriptor(
      id: id, scheme: EcashPaymentPurse.scheme, paymentClass: .cashLike, brand: brand, bank: bank,
      provider: client.name, role: .receive, limits: limits,
      properties: EcashPaymentPurse.properties(limits.currency))
  }

  public var faculties: PurseFaculties {
    PurseFaculties(
      bankBalance: {
        let now = await time.now()
        let balance = try await client.account(of: account, now: now).balance
        return BankBalance(available: balance, held: .zero(balance.currency), asOf: now)
      },
      statement: { try await client.statement(of: account, in: $0, now: time.now()) },
      lockingTill: till)
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    PaymentOption(
      of: descriptor, amount: request.amount,
      particulars: ByteString(EcashPayee(account: account.thumbprint).canonicalBytes))
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    throw Refusal(.notSupported, blame: .us, "this till receives; a purse pays")
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    ByteString(EcashParticulars(mint: client.mint).canonicalBytes)
  }

  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    guard case .pay(let amount, let outputs) = try EcashRequest(canonicalBytes: inquiry.request) else {
      throw Refusal(.notSupported, blame: .us, "a till has no such operation")
    }
    let keys = try await client.keys(now: await time.now())
    let sum = outputs.reduce(Int64(0)) { $0 + (keys[$1.key]?.denomination.units ?? 0) }
    guard Money(minorUnits: sum, keys.currency) == amount else {
      let why = Refusal(.amountMismatch, blame: .peer, "the blinded messages are worth something else than the refund")
      return EcashReport.refused(why).canonicalBytes
    }
    let header = RequestHeader(
      mint: client.name, operation: try ID(bytes: opening.id.bytes), issued: opening.time)
    let withdrawal = MintWithdrawal(header, account: account.publicKey, outputs: outputs)
    let request = try VerifiedStatement(signing: withdrawal, with: [account]).signed
    let word = try await client.perform(request.canonicalBytes).statement
    if word.kind == .mintRefusal {
      let no = try VerifiedStatement<MintRefusal>(verifying: word, keys: KeySet([client.mint])).content
      guard no.request == request.digest else {
        throw MintFailure(.misbehaved, "the mint refused something else than was asked", refusal: nil)
      }
    } else {
      let receipt = try EcashWords(mint: client.mint).receipt(word).content
      guard receipt.request == request.digest else {
        throw MintFailure(.misbehaved, "the mint answered about something else than was asked", refusal: nil)
      }
    }
    return EcashReport.word(word, request: request).canonicalBytes
  }
}

extension MintClient {
  /// The movements of an account in these times.
  func statement(
    of key: SigningKey, in times: ClosedRange<Timestamp>, now: Timestamp
  ) async throws -> [StatementLine] {
    var lines: [StatementLine] = []
    var last: Int?
    while true {
      let page = try await account(of: key, after: last, now: now)
      lines += page.movements.filter { times.contains($0.time) }.map {
        StatementLine(
          time: $0.time, units: $0.units, purpose: $0.purpose.rawValue, operation: $0.operation, at: name)
      }
      guard page.more, let number = page.movements.last?.number else { return lines }
      last = number
    }
  }
}
