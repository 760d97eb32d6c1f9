using LambdaSpeed.Tests.Logs;

namespace LambdaSpeed.Tests.Intake;

/// <summary>A log on a simulated disk, and a broker whose messages are taken into it.</summary>
internal sealed class IntakeFixture : IDisposable
{
    public IntakeFixture(int partitions = 1) => Files = new LogFixture(new() { Durability = LogDurability.None, Partitions = partitions });

    public LogFixture Files { get; }

    public SimulatedBroker Broker { get; } = new();

    public ReplayLog Log => Files.Log;

    /// <summary>The outcomes of the broker's messages, in the order of the answers.</summary>
    public IEnumerable<IntakeOutcome> Outcomes => Broker.Answers.Select(each => each.Answer.Outcome);

    /// <summary>A message of one record whose value is its id.</summary>
    public static BrokerMessage Message(string id) => new(id, ("", id));

    public Task<LogIntake> StartAsync(IntakeOptions? options = null, Action<BrokerMessage, IntakeDoor<(string Key, string Value)>>? door = null) =>
        LogIntake.StartAsync(Broker, BrokerMessage.WriterOf(Log), door ?? BrokerMessage.Judge, options);

    /// <summary>Takes in what the broker has, until it ends.</summary>
    public async Task<IntakeDescription> TakeInAsync(IntakeOptions? options = null, params BrokerMessage[] messages)
    {
        Broker.Add(messages);
        await using var intake = await StartAsync(options);
        await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        return intake.Describe();
    }

    /// <summary>The values in a partition.</summary>
    public List<string> Stored(int partition = 0)
    {
        var codec = Codec.Tuple(Codec.String, Codec.String);
        var values = new List<string>();
        using var reader = Log.OpenReader(partition);
        while (reader.TryRead(out var record))
        {
            var bytes = record.Value;
            values.Add(codec.Read(ref bytes).Item2);
        }
        return values;
    }

    public void Dispose() => Files.Dispose();
}
