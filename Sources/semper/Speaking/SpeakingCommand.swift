import ArgumentParser
import SemperTrustedUI

/// A command for people who buy, sell and judge, which speaks their language; those for operators only speak English.
protocol SpeakingCommand: ParsableCommand {
  var language: Language { get }
}
