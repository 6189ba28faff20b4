// Where the caret of the box for answers stands, and where it is wanted next: a window that puts a ready text into the box takes
// the focus from it.
export class AnswerBox {
  from = 0;
  to = 0;
  /// Taken by the box as soon as it can be.
  wanted = $state.raw<{ readonly from: number; readonly to: number } | null>(null);

  note(box: HTMLTextAreaElement): void {
    this.from = box.selectionStart;
    this.to = box.selectionEnd;
  }

  want(from: number, to: number): void {
    this.from = from;
    this.to = to;
    this.wanted = { from, to };
  }
}
