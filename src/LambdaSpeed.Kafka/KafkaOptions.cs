using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Which topic is read, where and from where; checked once, by <see cref="KafkaTopic"/>.</summary>
public sealed record KafkaOptions
{
    private const string DefaultGroup = "lambdaspeed";

    /// <summary>The client's own list of brokers to ask first: <c>host:9092,other:9092</c>.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partitions to read, where another spout reads the others; null for all, also those that are added later. A run that
    /// goes on from a checkpoint must be given the same ones, or more. Partition i is read by task i modulo the number of tasks, which may
    /// change.</summary>
    /// <value>Null.</value>
    public IReadOnlyList<int>? Partitions { get; init; }

    /// <summary>The consumer group by which this run shares the topic with others: each task is a member, and the brokers divide the
    /// partitions among the members, anew whenever one comes, stops or dies. For topologies in which nothing needs all tuples of a key:
    /// <c>Build</c> refuses views, windows, joins, keyed state, event time and groupings by key behind such a source. Null for the fixed
    /// assignment.</summary>
    /// <remarks>
    /// <para>The group's positions are what members go by. A position is committed to the group when the epoch that holds it is committed
    /// here, and the outputs of that epoch have arrived; about every 100 ms, and before a partition is given away or the run stops. Nothing
    /// is lost thereby. A message comes <b>again</b>, at another member or at this one, where a member is gone without having stopped
    /// (killed, cut off for longer than the client's <c>SessionTimeoutMs</c>, or not asking for messages for <c>MaxPollIntervalMs</c>, as
    /// with outputs that cannot be delivered): what it had processed since its last commit to the group. And where the commit before
    /// giving a partition away takes longer than half of <c>MaxPollIntervalMs</c>, or 30 s.</para>
    /// <para>A restart goes on, in each partition it is given, at the greater one of its checkpoint's position and the group's: the first
    /// is ahead when the process was gone between the two commits, the second when others have read on. So putting the group back on
    /// purpose needs an empty place for checkpoints. Where neither knows the partition, also one that is added later,
    /// <see cref="Start"/> says where, and that is committed to the group at once.</para>
    /// <para>Calls of an async bolt that are under way stand in the checkpoints of their member alone, and wait there for its
    /// return.</para>
    /// <para>Each member needs a topology name of its own: its checkpoints and the ids of its outputs go by it.</para>
    /// </remarks>
    /// <value>Null.</value>
    public string? Group { get; init; }

    /// <summary>Where reading begins when no checkpoint says where to go on. A partition that was added to the topic is read from
    /// offset 0.</summary>
    /// <value><see cref="KafkaStart.Earliest"/>.</value>
    public KafkaStart Start { get; init; } = KafkaStart.Earliest;

    /// <summary>Called with the client's own configuration before a consumer is made, for everything else: security, fetch sizes, the
    /// isolation level. Automatic commits, automatic storing of offsets, and resetting them must stay as they are, off.</summary>
    /// <value>Nothing is done.</value>
    public Action<ConsumerConfig>? Configure { get; init; }

    /// <summary>A consumer group to which positions are copied when they are committed, for tools that show how far a group is. Nothing is
    /// read from there. Null for none.</summary>
    /// <value>Null.</value>
    public string? MirrorGroup { get; init; }

    /// <summary>How often at most positions are copied to <see cref="MirrorGroup"/>; 10 ms to a day.</summary>
    /// <value>5 s.</value>
    public TimeSpan MirrorInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many decoded messages wait for each task at most, twice; the client's own queue, bounded by
    /// <c>QueuedMaxMessagesKbytes</c>, stands before. 1 to 1,000,000.</summary>
    /// <value>2,000.</value>
    public int QueueLength { get; init; } = 2000;

    /// <summary>How often the topic is looked at for new partitions, and the brokers for being there; 10 ms to a day. What looks like an
    /// outage is looked at at once.</summary>
    /// <value>30 s.</value>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the client's statistics are taken, which the metrics show; zero for never, at most a day.</summary>
    /// <value>5 s.</value>
    public TimeSpan StatisticsInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a start waits for brokers that cannot be reached, and how long it is waited between attempts to connect. Later
    /// outages are waited for without end.</summary>
    /// <value>The defaults of <see cref="ReconnectPolicy"/>.</value>
    public ReconnectPolicy Reconnecting { get; init; } = new();

    /// <summary>How many partitions there are of those that the brokers tell; tests let a topic grow by it.</summary>
    internal Func<int, int> CountPartitions { get; init; } = static count => count;

    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Start);
        Named(BootstrapServers, nameof(BootstrapServers), "host:9092");
        Named(Topic, nameof(Topic), "the name of the topic");
        if (MirrorGroup is not null) Named(MirrorGroup, nameof(MirrorGroup), "a name, or null for no group");
        if (Group is not null)
        {
            Named(Group, nameof(Group), "the name of the consumer group, or null for the fixed assignment");
            Must(Partitions is null, nameof(Group), "divides the partitions, but Partitions states some. Remedy: leave out one of them.");
            Must(MirrorGroup is null, nameof(Group),
                "holds the positions already, but MirrorGroup is to be given a copy. Remedy: leave out MirrorGroup.");
        }
        if (Partitions is { } partitions)
        {
            Must(partitions.Count > 0, nameof(Partitions), "must name one partition at least, or be null for all.");
            Must(partitions.All(partition => partition >= 0), nameof(Partitions), "names a negative partition.");
            Must(partitions.Distinct().Count() == partitions.Count, nameof(Partitions), "names a partition twice.");
        }
        InRange(QueueLength, 1, 1_000_000, nameof(QueueLength));
        InRange(LookInterval.Ticks, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerDay, nameof(LookInterval));
        InRange(MirrorInterval.Ticks, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerDay, nameof(MirrorInterval));
        InRange(StatisticsInterval.Ticks, 0, TimeSpan.TicksPerDay, nameof(StatisticsInterval));
        Reconnecting.Validate();
        NewConfiguration();
    }

    /// <summary>The client's configuration: ours, then what <see cref="Configure"/> makes of it.</summary>
    /// <exception cref="ArgumentException">It is one by which positions would not be ours.</exception>
    internal ConsumerConfig NewConfiguration()
    {
        var configuration = new ConsumerConfig
        {
            BootstrapServers = BootstrapServers,
            ClientId = "LambdaSpeed",
            GroupId = Group ?? MirrorGroup ?? DefaultGroup, // the client wants one, also where nothing joins it
            PartitionAssignmentStrategy = Group is null ? null : PartitionAssignmentStrategy.CooperativeSticky,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            IsolationLevel = IsolationLevel.ReadCommitted,
            ConsumeResultFields = "headers,timestamp",
            ReconnectBackoffMs = (int)Math.Min(Reconnecting.FirstDelay.TotalMilliseconds, 3_600_000),
            ReconnectBackoffMaxMs = (int)Math.Min(Reconnecting.LongestDelay.TotalMilliseconds, 3_600_000),
            StatisticsIntervalMs = (int)StatisticsInterval.TotalMilliseconds,
        };
        Configure?.Invoke(configuration);
        Must(configuration.EnableAutoCommit == false, nameof(Configure),
            "leaves the client's EnableAutoCommit on: positions belong to the run's checkpoints. Remedy: set EnableAutoCommit to false; " +
            "to see them in a consumer group, set MirrorGroup.");
        Must(configuration.EnableAutoOffsetStore == false, nameof(Configure),
            "leaves the client's EnableAutoOffsetStore on: positions belong to the run's checkpoints. Remedy: set it to false.");
        Must(configuration.AutoOffsetReset == AutoOffsetReset.Error, nameof(Configure),
            $"sets the client's AutoOffsetReset to {configuration.AutoOffsetReset}: messages that retention has deleted would be left " +
            "out without a word. Remedy: leave it at Error; see Start for where to begin.");
        Must(MirrorGroup is null || configuration.GroupId == MirrorGroup, nameof(Configure),
            $"sets the client's GroupId to '{configuration.GroupId}', though MirrorGroup is '{MirrorGroup}'. Remedy: leave GroupId.");
        if (Group is not null) RequireGroup(configuration);
        return configuration;
    }

    private void RequireGroup(ConsumerConfig configuration)
    {
        Must(configuration.GroupId == Group, nameof(Configure),
            $"sets the client's GroupId to '{configuration.GroupId}', though Group is '{Group}'. Remedy: leave GroupId.");
        Must(configuration.PartitionAssignmentStrategy == PartitionAssignmentStrategy.CooperativeSticky
            && configuration.GroupProtocol is null or GroupProtocol.Classic, nameof(Configure),
            "sets another PartitionAssignmentStrategy than CooperativeSticky, or a GroupProtocol: partitions that stay would be taken " +
            "away in between. Remedy: leave both.");
        Must(configuration.GroupInstanceId is null, nameof(Configure),
            "sets the client's GroupInstanceId, which the tasks of the spout, each a member, would have in common. Remedy: leave it.");
    }

    private static void Named(string value, string option, string remedy) =>
        Must(!string.IsNullOrWhiteSpace(value), option, $"must not be empty. Remedy: {remedy}.");

    private static void Must(bool condition, string option, string violation)
    {
        if (!condition) throw new ArgumentException($"{nameof(KafkaOptions)}.{option} {violation}", option);
    }

    private static void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(option, value, $"{nameof(KafkaOptions)}.{option} must be from {least} to {most}.");
    }
}
