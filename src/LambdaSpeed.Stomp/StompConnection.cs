using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;

namespace LambdaSpeed.Stomp;

/// <summary>A connection that was entered: sends frames, receives them one after the other, and keeps itself alive.</summary>
/// <remarks>Frames may be sent from any thread: they are put one behind the other, and what has gathered while a write was under way is the
/// next write.</remarks>
internal sealed class StompConnection : IAsyncDisposable
{
    private readonly StompServer _server;
    private readonly StompQueueOptions _options;
    private readonly Stream _stream;
    private readonly StompFrameStream _frames;
    private readonly Pipe _outgoing = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false)); // answers bound it
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource<StompException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _asked = []; // receipts that are owed; under the gate
    private Action<StompFrame> _receive = static _ => { }; // set once, before anything is received
    private long _heard;                                   // when something came last; written by the receiving loop
    private int _receipts;                                 // under the gate
    private Task _loops = Task.CompletedTask;             // what receives and beats; set once, when it is connected

    /// <param name="server">The server.</param>
    /// <param name="options">The queue.</param>
    /// <param name="stream">The stream to it; its own.</param>
    /// <param name="frames">Its frames.</param>
    public StompConnection(StompServer server, StompQueueOptions options, Stream stream, StompFrameStream frames)
    {
        _server = server;
        _options = options;
        _stream = stream;
        _frames = frames;
    }

    /// <summary>Completes when nothing more comes, with the reason.</summary>
    public Task<StompException> Ended => _ended.Task;

    /// <summary>Begins to receive and to say that it is there.</summary>
    /// <param name="receive">Takes each MESSAGE, on the receiving loop.</param>
    /// <param name="beats">How often something is sent, and how often something comes; zero for never.</param>
    public void Begin(Action<StompFrame> receive, (TimeSpan Ours, TimeSpan Theirs) beats)
    {
        _receive = receive;
        _heard = _options.TimeProvider.GetTimestamp();
        _loops = Task.WhenAll(
            Task.Run(ReceiveAsync), Task.Run(SendAsync), BeatAsync(beats.Ours, SayThatWeAreThere),
            BeatAsync(beats.Theirs, () => Notice(beats.Theirs)));
    }

    /// <summary>Sends a frame soon, in the order of the calls.</summary>
    public void Post(string command, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        lock (_gate)
        {
            if (_ended.Task.IsCompleted) return;
            StompFrameWriter.Write(_outgoing.Writer, command, headers);
            Flush();
        }
    }

    /// <summary>Sends a frame, and waits until the server says that it and all before it are done.</summary>
    /// <exception cref="StompException">It refuses, or has left.</exception>
    public async Task AskAsync(string command, (string Name, string Value)[] headers, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var receipt = (++_receipts).ToString(CultureInfo.InvariantCulture);
            _asked.Add(receipt, answered);
            Post(command, [.. headers, ("receipt", receipt)]);
        }
        if (await Task.WhenAny(answered.Task, Ended).WaitAsync(_options.ConnectTimeout, _options.TimeProvider, cancellationToken)
            .ConfigureAwait(false) != answered.Task)
        {
            throw await Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Nothing more is wanted, or comes; the first reason counts.</summary>
    public void End(StompException reason)
    {
        if (_ended.TrySetResult(reason)) _over.Cancel();
    }

    /// <summary>Leaves at once. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        End(StompProblem.Left(_server, _options.Queue));
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate) _outgoing.Writer.Complete();
        await _outgoing.Reader.CompleteAsync().ConfigureAwait(false);
        await _frames.DisposeAsync().ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            for (var more = true; ;)
            {
                while (_frames.TryTake(out var frame)) Take(frame);
                if (!more) break;
                more = await _frames.ReadAsync(_over.Token).ConfigureAwait(false);
                Volatile.Write(ref _heard, _options.TimeProvider.GetTimestamp());
            }
            End(StompProblem.Left(_server, _options.Queue));
        }
        catch (StompFormatException exception)
        {
            End(StompProblem.NoFrame(_server, _options.Queue, exception));
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            End(StompProblem.OfConnection(_server, _options.Queue, exception));
        }
    }

    private void Take(in StompFrame frame)
    {
        switch (frame.Command)
        {
            case "MESSAGE":
                _receive(frame);
                break;
            case "RECEIPT":
                lock (_gate)
                {
                    if (_asked.Remove(frame.Headers.Find("receipt-id") ?? "", out var asked)) asked.TrySetResult();
                }
                break;
            case "ERROR":
                throw StompProblem.OfError(_server, _options.Queue, isEntering: false, frame);
            default:
                throw new StompFormatException($"there is no frame {frame.Command} at this place");
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var gathered = await _outgoing.Reader.ReadAsync(_over.Token).ConfigureAwait(false);
                foreach (var part in gathered.Buffer) await _stream.WriteAsync(part, _over.Token).ConfigureAwait(false);
                await _stream.FlushAsync(_over.Token).ConfigureAwait(false);
                _outgoing.Reader.AdvanceTo(gathered.Buffer.End);
            }
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            End(StompProblem.OfConnection(_server, _options.Queue, exception));
        }
    }

    private async Task BeatAsync(TimeSpan period, Action beat)
    {
        if (period == TimeSpan.Zero) return;
        using var timer = new PeriodicTimer(period, _options.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_over.Token).ConfigureAwait(false)) beat();
        }
        catch (OperationCanceledException)
        {
            // it is over
        }
    }

    private void SayThatWeAreThere()
    {
        lock (_gate)
        {
            if (_ended.Task.IsCompleted) return;
            _outgoing.Writer.Write("\n"u8);
            Flush();
        }
    }

    /// <summary>Hands over to the sending loop; never waits, as nothing bounds the pipe.</summary>
    private void Flush()
    {
        var flushed = _outgoing.Writer.FlushAsync();
        if (!flushed.IsCompleted) throw new InvalidOperationException("a pipe without a bound has made its writer wait");
    }

    private void Notice(TimeSpan period)
    {
        var silence = _options.TimeProvider.GetElapsedTime(Volatile.Read(ref _heard));
        if (silence > 2 * period) End(StompProblem.Silent(_server, _options.Queue, silence));
    }
}
