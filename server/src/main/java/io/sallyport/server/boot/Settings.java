package io.sallyport.server.boot;

import io.sallyport.server.archive.ArchiveSettings;
import io.sallyport.server.auth.AuthSettings;
import io.sallyport.server.base.Setting;
import io.sallyport.server.boot.SettingsReader.Reading;
import io.sallyport.server.call.CallSettings;
import io.sallyport.server.chat.ChatSettings;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.edge.EdgeSettings;
import io.sallyport.server.guard.GuardSettings;
import io.sallyport.server.ingress.EmergencySettings;
import io.sallyport.server.login.LoginSettings;
import io.sallyport.server.path.MediaSettings;
import io.sallyport.server.policy.PolicySettings;
import io.sallyport.server.prompt.PromptSettings;
import io.sallyport.server.recording.RecordingSettings;
import io.sallyport.server.registrar.RegistrarSettings;
import io.sallyport.server.retention.RetentionSettings;
import io.sallyport.server.review.ReviewSettings;
import io.sallyport.server.seal.SealSettings;
import io.sallyport.server.search.SearchSettings;
import io.sallyport.server.sip.SipSettings;
import io.sallyport.server.vault.KeySettings;
import io.sallyport.server.web.WebSettings;

/**
 * Everything that an admin can set: the settings records of the components, and what concerns the
 * server as a whole.
 */
public record Settings(
    @Setting(
            "The SIP domain: the part after the @ of every address. It is part of the users'"
                + " credentials, so choose it before the first user; the default works with"
                + " softphones that are given this server as their outbound proxy.")
        String domain,
    @Setting("This node's name in the ids that it mints: 1 to 16 lower-case letters and digits.")
        String node,
    @Setting("Certificate and key that clients see.") TlsSettings tls,
    @Setting("Listeners for SIP and web browsers.") EdgeSettings edge,
    @Setting(
            value = "Loops that handle signalling; 0: half of the machine's cores, at least one.",
            min = 0,
            max = 64)
        int shards,
    @Setting("The signalling layer.") SipSettings sip,
    @Setting("Logins of phones.") AuthSettings auth,
    @Setting("Signing in at the console.") LoginSettings login,
    @Setting("Fraud and floods: limits, blocks, scanners.") GuardSettings guard,
    @Setting("What is allowed.") PolicySettings policy,
    @Setting("Emergency calls; policy says which numbers.") EmergencySettings emergency,
    @Setting("Registrations of devices.") RegistrarSettings registrar,
    @Setting("Calls.") CallSettings call,
    @Setting("What the server says in calls, and how it asks for consent.") PromptSettings prompt,
    @Setting("Chat lines.") ChatSettings chat,
    @Setting("The media relay.") MediaSettings media,
    @Setting("The master key that everything at rest is encrypted under.") KeySettings keys,
    @Setting("The archive: journal and views of it.") ArchiveSettings archive,
    @Setting("Recordings of calls; policy says which calls.") RecordingSettings recording,
    @Setting("The seal on the journal: signed checkpoints.") SealSettings seal,
    @Setting("How long what is on record is kept.") RetentionSettings retention,
    @Setting("The search index.") SearchSettings search,
    @Setting("Compliance officers.") ReviewSettings review,
    @Setting("The web page, health and metrics.") WebSettings web,
    @Setting("The database.") DatabaseSettings database,
    @Setting("Backups that are asked for in the console.") BackupSettings backup,
    @Setting("The log.") LogSettings log) {

  public Settings {
    if (!domain.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "domain: must be a domain name in lower case, such as example.org");
    }
    if (!node.matches("[a-z0-9]{1,16}")) {
      throw new IllegalArgumentException("node: must be 1 to 16 lower-case letters and digits");
    }
  }

  public static Settings defaults() {
    return new Settings(
        "sallyport.localhost",
        "n1",
        TlsSettings.defaults(),
        EdgeSettings.defaults(),
        0,
        SipSettings.defaults(),
        AuthSettings.defaults(),
        LoginSettings.defaults(),
        GuardSettings.defaults(),
        PolicySettings.defaults(),
        EmergencySettings.defaults(),
        RegistrarSettings.defaults(),
        CallSettings.defaults(),
        PromptSettings.defaults(),
        ChatSettings.defaults(),
        MediaSettings.defaults(),
        KeySettings.defaults(),
        ArchiveSettings.defaults(),
        RecordingSettings.defaults(),
        SealSettings.defaults(),
        RetentionSettings.defaults(),
        SearchSettings.defaults(),
        ReviewSettings.defaults(),
        WebSettings.defaults(),
        DatabaseSettings.defaults(),
        BackupSettings.defaults(),
        LogSettings.defaults());
  }

  /** How many loops handle signalling. */
  int shardCount() {
    return shards > 0 ? shards : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * The defaults overlaid with what the YAML text says; throws everything that is wrong with it.
   */
  public static Settings of(String yaml) throws StartRefused {
    Reading<Settings> reading = SettingsReader.read("settings", yaml, defaults());
    if (!reading.problems().isEmpty()) {
      throw new StartRefused(reading.problems());
    }
    return reading.readable();
  }
}
