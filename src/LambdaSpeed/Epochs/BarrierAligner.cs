using LambdaSpeed.Invariants;

namespace LambdaSpeed.Epochs;

/// <summary>Decides when a task has met the same epoch barrier, or the end, on every live input.</summary>
/// <remarks>Pure: no channel, no await, no clock. Touched only by the owning task's step. Epoch n+1 begins after all acks of n,
/// so no input can run two barriers ahead.</remarks>
internal sealed class BarrierAligner
{
    private readonly bool _holdsEarlyInputs; // exactly-once; false is at-least-once
    private readonly bool[] _arrived; // inputs that delivered the pending barrier
    private readonly bool[] _ended;   // inputs that will deliver nothing more
    private int _awaited;             // live inputs still owing the pending barrier
    private int _live;                // inputs that have not ended

    /// <param name="inputs">How many inputs the task has.</param>
    /// <param name="holdsEarlyInputs">Is an input not read between its barrier and the last one's? Else its tuples count to the epoch that
    /// ends, and are read again after a restart.</param>
    public BarrierAligner(int inputs, bool holdsEarlyInputs)
    {
        Invariant.Require(inputs > 0, $"a task with {inputs} inputs has nothing to align");
        _holdsEarlyInputs = holdsEarlyInputs;
        _arrived = new bool[inputs];
        _ended = new bool[inputs];
        _awaited = inputs;
        _live = inputs;
    }

    /// <summary>The epoch whose barrier has arrived on some inputs and is awaited on others; none while no barrier has arrived.</summary>
    public EpochId Pending { get; private set; }

    public bool HasEnded => _live == 0;

    /// <summary>May the input be read, or would its tuples belong to the epoch after the pending barrier?</summary>
    public bool MayRead(int input) => !_ended[input] && !(_holdsEarlyInputs && _arrived[input]);

    /// <summary>Records a barrier; true when it was the last one owed.</summary>
    public bool Observe(int input, EpochId epoch)
    {
        Invariant.Require(!_ended[input], $"input {input} delivered {epoch} after its end");
        Invariant.Require(!_arrived[input], $"input {input} delivered {epoch} twice");
        Invariant.Require(Pending == EpochId.None || Pending == epoch, $"input {input} delivered {epoch}, pending {Pending}");

        Pending = epoch;
        _arrived[input] = true;
        _awaited--;
        return _awaited == 0;
    }

    /// <summary>Records the end of an input; true when it was the last one that a pending barrier waited for.</summary>
    public bool End(int input)
    {
        Invariant.Require(!_ended[input], $"input {input} ended twice");
        Invariant.Require(!_holdsEarlyInputs || !_arrived[input], $"input {input} ended while its barrier {Pending} is held");

        _ended[input] = true;
        _live--;
        if (_arrived[input]) return false;
        _awaited--;
        return _awaited == 0 && Pending != EpochId.None;
    }

    /// <summary>Releases the inputs that the pending barrier held, once the task has passed it on.</summary>
    public void Release()
    {
        Invariant.Require(_awaited == 0 && Pending != EpochId.None, $"{Pending} released while {_awaited} inputs owe it");

        Pending = EpochId.None;
        Array.Clear(_arrived);
        _awaited = _live;
    }
}
