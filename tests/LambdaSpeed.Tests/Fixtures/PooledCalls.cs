using System.Threading.Tasks.Sources;

namespace LambdaSpeed.Tests.Fixtures;

/// <summary>An outside whose calls allocate nothing: a thread completes them one after the other, and they are used again.</summary>
internal sealed class PooledCalls : IDisposable
{
    private const int Most = 64;

    private readonly Lock _gate = new();
    private readonly Call[] _waiting = new Call[Most]; // a ring
    private readonly Stack<Call> _free = new(Most);
    private readonly SemaphoreSlim _hasWaiting = new(0);
    private readonly bool _completesAtOnce;
    private long _first;
    private long _end;
    private volatile bool _isOver;

    public PooledCalls(bool completesAtOnce)
    {
        _completesAtOnce = completesAtOnce;
        for (var i = 0; i < Most; i++) _free.Push(new Call(this));
        if (!completesAtOnce) new Thread(CompleteAll) { IsBackground = true }.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _hasWaiting.Release();
    }

    private ValueTask BeginAsync()
    {
        if (_completesAtOnce) return ValueTask.CompletedTask;

        Call call;
        lock (_gate)
        {
            call = _free.Pop();
            _waiting[_end++ % Most] = call;
        }
        _hasWaiting.Release();
        return call.Operation;
    }

    private void CompleteAll()
    {
        while (true)
        {
            _hasWaiting.Wait();
            if (_isOver) return;
            Call call;
            lock (_gate) call = _waiting[_first++ % Most];
            call.Complete();
        }
    }

    /// <summary>Emits each number and calls the outside.</summary>
    public sealed class CallingBolt(PooledCalls outside) : AsyncBolt<long, long>
    {
        public override ValueTask ExecuteAsync(long input, Emitter<long> output, CancellationToken cancellationToken)
        {
            output.Emit(input);
            return outside.BeginAsync();
        }
    }

    private sealed class Call(PooledCalls outside) : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _core;

        public ValueTask Operation => new(this, _core.Version);

        public void Complete() => _core.SetResult(true);

        public void GetResult(short token)
        {
            _core.GetResult(token);
            _core.Reset();
            lock (outside._gate) outside._free.Push(this);
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
