import NIOCore
import NIOPosix
import SemperCoding
public import SemperEngine
public import SemperModel
import Synchronization

/// A gateway's connection to the issuer's port. It connects and signs on when it is first needed and after a loss, and matches
/// answers to requests by name.
public actor CardNetworkClient: CardLink {
  private let host: String
  private let port: Int
  private let acquirer: String
  private let seal: MessageSeal
  private let time: any TimeSource
  private var line: CardLine?

  public init(host: String, port: Int, acquirer: String, seal: MessageSeal, time: any TimeSource) {
    self.host = host
    self.port = port
    self.acquirer = acquirer
    self.seal = seal
    self.time = time
  }

  public func exchange(_ message: CardMessage, until end: Timestamp) async throws -> CardMessage? {
    let line = try await connected(until: end)
    return try await line.exchange(message, until: end, time)
  }

  /// Whether the issuer answers, by an echo (0800).
  public func echo(until end: Timestamp) async throws -> Bool {
    let name = try RequestName(
      acquirer: acquirer, transmission: CardDate.transmission(await time.now()), trace: "000000")
    let notice = try CardRequest.network(.echo).message(named: name)
    do {
      guard let reply = try await exchange(notice, until: end) else { return false }
      return try CardAnswer(reply, to: notice).code == .approved
    } catch is CardLinkDown {
      return false
    }
  }

  /// Closes the connection, if there is one; the next exchange opens another.
  public func close() async {
    await line?.close()
    line = nil
  }

  private func connected(until end: Timestamp) async throws -> CardLine {
    if let line, line.isOpen { return line }
    do {
      let made = try await CardLine(host: host, port: port, seal: seal)
      let name = try RequestName(
        acquirer: acquirer, transmission: CardDate.transmission(await time.now()), trace: "000000")
      let notice = try CardRequest.network(.signOn).message(named: name)
      guard let reply = try await made.exchange(notice, until: end, time),
        try CardAnswer(reply, to: notice).code == .approved
      else {
        await made.close()
        throw CardLinkDown()
      }
      // Somebody else may have connected meanwhile; one connection is enough.
      if let line, line.isOpen {
        await made.close()
        return line
      }
      line = made
      return made
    } catch let error as CancellationError {
      throw error
    } catch {
      throw CardLinkDown()
    }
  }
}
