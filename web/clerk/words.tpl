<h1>{{=intake.words.title}}</h1>
<p>{{=clerk.words.lead}}</p>
<p>{{=intake.words.how}}</p>
<details class="words"><summary>{{=intake.words.show}}</summary><ol translate="no" lang="{{TONGUE}}">{{#WORD}}<li>{{SPELLED}}</li>{{/WORD}}</ol></details>
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions"><input class="main" type="submit" name="go_practice" value="{{=intake.words.practice}}"> <input type="submit" name="go_other_words" value="{{=intake.words.new}}"> <input type="submit" name="go_review" value="{{=intake.back}}"></p></form>
