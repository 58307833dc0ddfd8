import ArgumentParser
import Foundation
import SemperCommunication
import SemperModel
import SemperStatements

/// The seller's side of a delivery in a process of its own: the ciphertext as a shop serves it, or the file as it is.
struct DeliveryServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "delivery-server", shouldDisplay: false)
  private static let chunksInPiece = 16

  struct Ready: Codable { let address: String }

  @Option var home: String

  func run() async throws {
    Parent.follow()
    let plan = try DeliveryPlan(home: home)
    let content = try plan.content
    let sealer = ContentSealer(content, opening: plan.opening, exchange: plan.exchange)
    let limits = RouteLimits(time: Span(seconds: 600))
    let file = try ServedFile(plan.file)
    let routes = [
      Route(.get, "/plain", summary: "The file.", limits: limits) { request, _ in
        RangedReply(
          total: file.length, contentType: "application/octet-stream",
          pieceSize: content.description.layout.chunkSize * Self.chunksInPiece
        ) { offset, count in try file.read(at: offset, count: count) }.reply(to: request.range)
      },
      Route(.post, "/lock", summary: "Computes ζ.", limits: limits) { _, _ in .json(try await sealer.lockedData()) },
      Route(.get, "/sealed", summary: "The ciphertext.", limits: limits) { request, _ in
        RangedReply(
          total: Int(sealer.length), contentType: "application/octet-stream",
          pieceSize: content.description.layout.sealedChunkSize * Self.chunksInPiece
        ) { offset, count in
          var bytes = [UInt8]()
          bytes.reserveCapacity(count)
          for try await piece in try sealer.pieces(Int64(offset)..<Int64(offset + count)) { bytes += piece }
          return bytes
        }.reply(to: request.range)
      },
    ]
    try await LoopbackServer.run("Benchmark shop", routes) { try Parent.tell(Ready(address: $0.text)) }
  }
}
