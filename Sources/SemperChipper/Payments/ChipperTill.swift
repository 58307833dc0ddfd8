import SemperCoding
import SemperCommunication
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A merchant's module as a till, here or behind a network. Play money only.
public struct ChipperTill: PaymentPurse {
  public typealias Side = ChipperSide

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.receive, .refund]
  private let terminal: ModuleTerminal
  private let host: any PurseHost
  private let time: any TimeSource

  /// - Parameter provider: the key of the bank that issued the module and collects from it.
  public init(
    _ id: PurseID, module: any CardChannel, host: any PurseHost, provider: Thumbprint, limits: PurseLimits,
    expires: Timestamp? = nil, time: any TimeSource
  ) {
    terminal = ModuleTerminal(module)
    self.host = host
    self.time = time
    descriptor = PurseDescriptor(
      id: id, scheme: ChipperPurse.scheme, paymentClass: .cashLike, brand: "chipper", bank: "chipper",
      provider: provider, role: .receive, limits: limits, properties: ChipperPurse.properties(limits.currency),
      expires: expires)
  }

  public var faculties: PurseFaculties {
    PurseFaculties(localBalance: {
      let taken = Money(minorUnits: Int64(try await terminal.status().total), descriptor.currency)
      return LocalBalance(available: taken, inFlight: .zero(descriptor.currency))
    })
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    let profile = try await terminal.select()
    guard profile.currency == request.amount.currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the module takes \(profile.currency)")
    }
    return PaymentOption(
      of: descriptor, amount: request.amount,
      particulars: ByteString(ChipperPayee(module: profile.number).canonicalBytes))
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    throw Refusal(.notSupported, blame: .us, "a till takes payments; a purse pays")
  }

  /// The module's final no is an answer.
  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    do {
      return try await answer(try ChipperRequest(canonicalBytes: inquiry.request)).canonicalBytes
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return ChipperAnswer.refused(refusal).canonicalBytes
    }
  }

  private func answer(_ request: ChipperRequest) async throws -> ChipperAnswer {
    switch request {
    case .order(let offer): return .order(try await terminal.order(offer))
    case .complete(let completion):
      do {
        guard let receipt = try await terminal.complete(completion) else { return .done }
        return .receipt(receipt)
      } catch let refusal as Refusal where refusal.code == .notFound && completion.amount == 0 {
        // Nothing is open and nothing was paid: that is what was to be achieved.
        return .done
      }
    case .refund(let purse, let amount, let reference):
      return .refund(try await terminal.refund(amount, to: purse, reference: reference))
    case .book(let refund):
      try await host.refund(refund, now: time.now())
      return .refund(refund)
    case .begin, .carryOut, .outcome, .find:
      throw Refusal(.notSupported, blame: .us, "a merchant's module does not pay")
    }
  }
}
