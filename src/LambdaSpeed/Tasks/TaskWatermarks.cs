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
    private readonly long[] _passed = new long[stages.Length]; // by stage: what it has passed on last
    private readonly Stage[] _sources = [.. stages.Where(stage => stage.OwnWatermark is not null)];
    private readonly long[] _known = new long[stages.Length]; // by source: its watermark when last passed on
    private long _knownInput; // that of the inputs, likewise
    private bool _isFinal;    // the input is at its end, and what stands in the task's stages with it
    private bool _isFinalPassed; // that was told to the stages
    private bool _isHeld = true; // the task is kept from reading; as it is before it begins
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
            return stages[0].OwnWatermark is null && stages[0].LetPass(IncomingOf(-1)) != _passed[0];
        }
    }

    private long OfInputs => inputs == 0 ? Watermark.None : _inputs.Told;

    /// <summary>A message has come with a watermark.</summary>
    public void Observe(int input, long watermark) => _inputs.Observe(input, watermark);

    /// <summary>An input has ended.</summary>
    public void End(int input, bool isStop)
    {
        if (!isStop) _inputs.End(input);
    }

    /// <summary>The task is at its true end: whatever its stages said, all has come.</summary>
    public void Finish() => _isFinal = true;

    /// <summary>The task is kept from reading, or reads.</summary>
    public void NoteHeld(bool isHeld)
    {
        if (_isHeld == isHeld) return;
        _isHeld = isHeld;
        foreach (var source in _sources) source.OnHeld(isHeld);
    }

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
        var told = stage.OwnWatermark is { } own ? _isFinal ? Watermark.Final : own : IncomingOf(senders[_stage]);
        if (told != _told[_stage])
        {
            var time = Watermark.TimeOf(told);
            if (time > Watermark.None && !stage.OnSignal(Signal.OfWatermark(time))) return false;
            _told[_stage] = told;
        }
        Volatile.Write(ref _passed[_stage], stage.LetPass(told));
        return true;
    }

    private long IncomingOf(int sender) => sender >= 0 ? _passed[sender] : _isFinal ? Watermark.Final : _knownInput;

    private void Begin()
    {
        _stage = 0;
        _isFinalPassed = _isFinal;
        _knownInput = OfInputs;
        for (var i = 0; i < _sources.Length; i++) _known[i] = _sources[i].OwnWatermark!.Value;
    }
}
