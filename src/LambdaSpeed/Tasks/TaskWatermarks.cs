using LambdaSpeed.EventTime;
using LambdaSpeed.Edges;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>How far event time has come in a task: from its inputs, or from a stage that reads it off the tuples, through the stages
/// behind to the edges.</summary>
/// <remarks>Passed on when no stage has input left, so always behind the tuples that it follows from, and before the barrier behind these.
/// Touched only by the owning task's step, but for <see cref="Shown"/>.</remarks>
/// <param name="stages">The task's stages, senders first.</param>
/// <param name="senders">By stage: the stage that feeds it; -1 for the head.</param>
/// <param name="routers">The edges behind, each with the stage that sends.</param>
/// <param name="inputs">How many inputs the head has.</param>
internal sealed class TaskWatermarks(Stage[] stages, int[] senders, (EdgeRouter Router, int Stage)[] routers, int inputs)
{
    private readonly WatermarkTracker _inputs = new(inputs);
    private readonly long[] _told = new long[stages.Length];   // by stage: what it was told last
    private readonly long[] _passed = new long[stages.Length]; // by stage: what it has passed on last; behind that by what it holds back
    private readonly Stage[] _sources = [.. stages.Where(stage => stage.OwnWatermark is not null)];
    private readonly long[] _known = new long[stages.Length]; // by source: its watermark when last passed on
    private long _knownInput; // that of the inputs, likewise
    private bool _isFinal;    // the input is at its end, and what stands in the task's stages with it
    private bool _isFinalPassed; // that was told to the stages
    private int _stage = -1;  // the stage that is being told; -1 between two passes

    /// <summary>The watermark that has reached the end of the task. Any thread.</summary>
    public long Shown => Volatile.Read(ref _passed[^1]);

    /// <summary>Has event time come further than was passed on?</summary>
    public bool HasNews
    {
        get
        {
            if (_stage >= 0 || _isFinal != _isFinalPassed || OfInputs != _knownInput) return true;
            for (var i = 0; i < _sources.Length; i++)
            {
                if (_sources[i].OwnWatermark != _known[i]) return true;
            }
            return false;
        }
    }

    private long OfInputs => inputs == 0 ? Watermark.None : _inputs.IsIdle ? Watermark.Idle : _inputs.Current;

    /// <summary>A message has come with a watermark.</summary>
    public void Observe(int input, long watermark) => _inputs.Observe(input, watermark);

    /// <summary>An input has ended.</summary>
    public void End(int input, bool isStop)
    {
        if (!isStop) _inputs.End(input);
    }

    /// <summary>The task is at its true end: whatever its stages said, all has come.</summary>
    public void Finish() => _isFinal = true;

    /// <summary>Tells the stages, one after the other, then the edges. What a stage hands on then is to be processed before the next one
    /// is told: call again after that.</summary>
    public void Pass()
    {
        if (_stage < 0) Begin();
        while (_stage < stages.Length)
        {
            if (!TryPass(stages[_stage])) return;
            _stage++;
            if (Array.Exists(stages, static stage => stage.HasInput)) return;
        }
        foreach (var (router, from) in routers) router.NoteWatermark(_passed[from]);
        _stage = -1;
    }

    private bool TryPass(Stage stage)
    {
        var sender = senders[_stage];
        var incoming = sender >= 0 ? _passed[sender] : _isFinal ? Watermark.Final : _knownInput;
        var told = stage.OwnWatermark is { } own ? _isFinal ? Watermark.Final : own : incoming;
        if (told == _told[_stage]) return true;
        if (told > Watermark.None && !stage.OnSignal(Signal.OfWatermark(told))) return false;

        _told[_stage] = told;
        var isTime = told > Watermark.None && told != Watermark.Final;
        Volatile.Write(ref _passed[_stage], isTime ? Math.Max(Watermark.None, told - stage.HeldBack) : told);
        return true;
    }

    private void Begin()
    {
        _stage = 0;
        _isFinalPassed = _isFinal;
        _knownInput = OfInputs;
        for (var i = 0; i < _sources.Length; i++) _known[i] = _sources[i].OwnWatermark!.Value;
    }
}
