public import SemperCommunication
import SemperModel

/// The way to who answers messages of SET over HTTP: a merchant, a gateway or an authority. Refusals come back as Error messages;
/// what is thrown means that nobody knows whether the message was processed.
public struct SETClient: CardMerchant {
  private static let patience = Span(seconds: 20)

  private let transport: any Transport
  private let address: Address
  private let media: SETMedia
  private let path: String

  public init(transport: any Transport, address: Address, media: SETMedia, path: String = SETMedia.path) {
    self.transport = transport
    self.address = address
    self.media = media
    self.path = path
  }

  public func answer(_ message: [UInt8]) async throws -> [UInt8] {
    let reply = try await transport.send(
      Request(.post, path, contentType: media.rawValue, body: message), to: address,
      largest: MessageWrapper.largest, within: Self.patience)
    guard reply.status == 200, reply.contentType == media.rawValue else {
      // Who cannot say anything yet says why, such as a gateway that waits for a card's issuer.
      throw TransportError(.interrupted, Refusal(reply)?.detail ?? "no message of SET came back; ask again")
    }
    return reply.body
  }
}
