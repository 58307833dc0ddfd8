import SemperBank
public import SemperCommunication
public import SemperCryptography
public import SemperEngine
public import SemperModel
import Synchronization

/// The way to the module that a bank keeps for a merchant. It is ordered when it is first needed; the secret stays in this process.
public final class HostedModuleChannel: CardChannel {
  private let transport: any Transport
  private let address: Address
  private let bank: PublicKey
  private let account: SigningKey
  private let time: any TimeSource
  private let way = Mutex<RemoteChannel?>(nil)
  /// What the module is made with, which never changes.
  private let profile = Mutex<ResponseAPDU?>(nil)

  /// - Parameter account: the key of the account that is credited.
  public init(
    transport: any Transport, address: Address, bank: PublicKey, account: SigningKey, time: any TimeSource
  ) {
    self.transport = transport
    self.address = address
    self.bank = bank
    self.account = account
    self.time = time
  }

  /// Has the bank keep a module for the account, unless that has been done. A `Refusal` is the bank's last word.
  public func open() async throws { _ = try await opened() }

  /// One way, whoever asks first, because the commands of one conversation are numbered.
  private func opened() async throws -> RemoteChannel {
    if let known = way.withLock({ $0 }) { return known }
    let line = BankLine(transport: transport, address: address, bank: bank)
    let letter: ModuleLetter = try await line.letter(for: account, now: time.now())
    let channel = RemoteChannel(
      transport: transport, address: address, path: ModuleHost.path(of: letter.module), pairing: try letter.pairing)
    return way.withLock { way in
      if let known = way { return known }
      way = channel
      return channel
    }
  }

  public func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU {
    let isSelection = command.instruction == Instruction.select
    if isSelection, let known = profile.withLock({ $0 }) { return known }
    let channel: RemoteChannel
    do {
      channel = try await opened()
    } catch {
      throw CardFailure(.noReader, "the bank at \(address) gives no module now: \(error); ask again")
    }
    let answer = try await channel.transmit(command)
    if isSelection, answer.status == .done { profile.withLock { $0 = answer } }
    return answer
  }

  public func hold() async throws(CardFailure) {}
  public func release() async {}
}
