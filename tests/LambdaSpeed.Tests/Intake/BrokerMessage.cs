namespace LambdaSpeed.Tests.Intake;

/// <summary>A message in a broker: its id, and the records that the door makes of it.</summary>
/// <param name="Id">The id; null for none.</param>
/// <param name="Records">Values and keys; none for a message that the door rejects.</param>
internal sealed record BrokerMessage(string? Id, params (string Key, string Value)[] Records)
{
    /// <summary>Has the door store all records, or reject the message.</summary>
    public static void Judge(BrokerMessage message, IntakeDoor<(string Key, string Value)> door)
    {
        if (message.Records.Length == 0) door.Reject("nothing in it");
        foreach (var record in message.Records) door.Accept(record);
    }

    public static ReplayLogWriter<(string Key, string Value)> WriterOf(ReplayLog log) =>
        log.WriterOf(Codec.Tuple(Codec.String, Codec.String), record => record.Item1, Codec.String);
}
