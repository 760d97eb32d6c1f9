using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Sends outputs to a topic, with their ids as a header.</summary>
/// <remarks>Where the topic ended before an epoch was sent stands in the checkpoint with the epoch's outputs. A start that finds some there
/// looks through the topic from there on, until it has found all of them or the end.</remarks>
[DebuggerDisplay("{options.Topic}: {_state}")]
[SuppressMessage("Design", "CA1001", Justification = "The engine calls CloseAsync.")]
internal sealed class KafkaOutlet(KafkaOutputOptions options) : IOutlet
{
    private const int MessageOverhead = 128; // lengths, offsets and the like, at most

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2); // of one call: whoever waits longer comes again

    private readonly MessagingMetrics _metrics = new("kafka", options.Topic);
    private readonly Dictionary<int, OutputId> _sent = []; // by task: the last one that the sender was given
    private HashSet<(int Task, OutputId Id)> _found = [];  // what has arrived by another sender
    private OutletContext _context = null!;                // who puts out; set as it opens
    private OutputHeader _header = null!; // makes and reads their ids; set as it opens
    private KafkaSender? _sender;     // the producer; made as it opens, and anew when one has ended
    private KafkaTail? _tail;         // the search at hand
    private int _partitions;          // how many there are; found out as it opens
    private long _lookedAt;           // timestamp: when it was last looked where they end
    private bool _endIsTold;          // a call has thrown since the sender has ended
    private bool _isReady;            // it was found out what has arrived, by another sender than this one
    private volatile OutletState _state; // how it is doing; written by the engine's calls, read by whoever describes the run
    private volatile OutletException? _failure; // why nothing goes out at present; likewise

    public int MostBytes => options.MostMessageBytes - _header.MostBytes - MessageOverhead;

    public long Incarnation { get; private set; }

    public ReadOnlyMemory<byte> Mark => _sender!.Mark.ToBytes();

    public OutletDescription Description => new($"kafka {options.BootstrapServers} {options.Topic}", _state, _failure?.Message);

    public async ValueTask OpenAsync(OutletContext context, CancellationToken cancellationToken)
    {
        _context = context;
        _header = new(context.Topology, context.Output);
        var sender = _sender = new(options, context);
        _partitions = await options.Reconnecting.PatientlyAsync(
            token => _metrics.ConnectAsync(
                () => Task.Run(() => sender.CountPartitions(_patience), token), KafkaProblem.KindOf, context.TimeProvider),
            failure => failure is KafkaOutputException { IsLasting: true }, context.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    public void Begin(long least, IReadOnlyList<SealedOutputs> mayBeOut) => Do(() =>
    {
        if (!_endIsTold) _sender!.RequireAlive(); // else what was released would be taken for sent
        if (_sender!.HasEnded) Renew();
        if (_isReady) return;
        if (_tail is null) BeginSearch(mayBeOut);
        if (!_tail!.TryFinish(_context.TimeProvider, _patience)) throw new OutletException(
            $"Topic '{options.Topic}' at {options.BootstrapServers} is being looked through for outputs that may be out already.",
            isOutage: true);
        if (mayBeOut.Count > 0) KafkaLog.Searched(_context.Logger, options.Topic, _tail.Found.Count, _tail.Missing);
        _found = _tail.Found;
        EndSearch();
        // epochs begin anew when checkpoints are deleted, and here nobody knows of former starts: time does
        if (Incarnation == 0) Incarnation = Math.Max(least, _context.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        _isReady = true;
        NoteWell();
    });

    public void Release(SealedOutputs outputs) => Do(() =>
    {
        var prefix = _header.PrefixOf(outputs.Task, outputs.Incarnation, outputs.Epoch);
        var ofTask = new TopicPartition(options.Topic, PartitionOf(outputs.Task));
        var byKey = new TopicPartition(options.Topic, Partition.Any);
        foreach (var record in outputs.Records)
        {
            var id = outputs.IdOf(record.Sequence);
            if (_sent.TryGetValue(outputs.Task, out var last) && id <= last) continue;
            if (outputs.MayBeOut && _found.Contains((outputs.Task, id))) continue;

            var text = string.Create(CultureInfo.InvariantCulture, $"{prefix}{record.Sequence}");
            var message = new Message<byte[]?, byte[]?>
            {
                Key = record.Key.IsEmpty ? null : record.Key.ToArray(),
                Value = record.Value.IsEmpty ? null : record.Value.ToArray(), // a codec writes one byte at least
                Headers = new Headers { { OutputHeader.Name, Encoding.UTF8.GetBytes(text) } },
            };
            _sender!.Send(message.Key is null ? ofTask : byKey, message, _patience);
            _sent[outputs.Task] = id;
        }
        if (!_context.KeepsOutputs || _state == OutletState.Retrying) Deliver(); // nobody else has them; is it well again?
    });

    public void MakeDurable() => Do(() =>
    {
        Deliver();
        if (_context.TimeProvider.GetElapsedTime(_lookedAt) >= options.LookInterval) LookForEnds();
    });

    public async ValueTask CloseAsync()
    {
        if (_state == OutletState.Closed) return;
        await Task.Run(() =>
        {
            EndSearch();
            try
            {
                if (_sender is { HasEnded: false }) Deliver();
            }
            catch (KafkaOutputException)
            {
                // the checkpoint has them; the next start finds out which have arrived
            }
            _sender?.Dispose();
        }).ConfigureAwait(false);
        _state = OutletState.Closed;
    }

    private void Deliver()
    {
        var start = _context.TimeProvider.GetTimestamp();
        try
        {
            _sender!.Deliver(_patience);
            NoteWell();
            if (_sender.TakeArrived() is > 0 and var count) _metrics.Sent(count, _context.TimeProvider.GetElapsedTime(start));
        }
        catch (KafkaOutputException exception)
        {
            _metrics.Sent(_sender!.TakeArrived(), _context.TimeProvider.GetElapsedTime(start), exception.Fault.ToString());
            throw;
        }
    }

    /// <summary>Another sender, which knows nothing of what the one before has sent.</summary>
    private void Renew()
    {
        EndSearch();
        _sent.Clear();
        _isReady = _endIsTold = false;
        _sender!.Dispose();
        _sender = new(options, _context);
    }

    private void BeginSearch(IReadOnlyList<SealedOutputs> mayBeOut)
    {
        _sender!.LookForEnds(_partitions, _patience);
        _lookedAt = _context.TimeProvider.GetTimestamp();
        _tail = new(_sender.Configuration, _sender.Mark, _header, mayBeOut, message => KafkaLog.Client(_context.Logger, message));
    }

    /// <summary>Has a later search begin here. When it cannot be found out, the search is longer.</summary>
    private void LookForEnds()
    {
        _lookedAt = _context.TimeProvider.GetTimestamp();
        try
        {
            _sender!.LookForEnds(_partitions, _patience);
        }
        catch (KafkaOutputException)
        {
            // nothing is owed: whatever it is, it matters with the next output
        }
    }

    private void EndSearch()
    {
        _tail?.Dispose();
        _tail = null;
    }

    private void NoteFailure(OutletException exception)
    {
        (_failure, _state) = (exception, OutletState.Retrying);
        if (_sender!.HasEnded) _endIsTold = true;
    }

    private void NoteWell() => (_failure, _state) = (null, OutletState.Sending);

    /// <summary>Does a call of the engine, and notes how it failed.</summary>
    private void Do(Action call)
    {
        try
        {
            call();
        }
        catch (KafkaException exception)
        {
            EndSearch();
            var problem = _sender!.ProblemOf(exception);
            NoteFailure(problem);
            throw problem;
        }
        catch (OutletException exception)
        {
            NoteFailure(exception);
            throw;
        }
    }

    /// <summary>The partition of a task's outputs without keys: always the same, so that their order is kept.</summary>
    private int PartitionOf(int task) => (int)(Codec.String.Hash(
        string.Create(CultureInfo.InvariantCulture, $"{_context.Topology}/{_context.Output}/{task}")) % (ulong)_partitions);
}
